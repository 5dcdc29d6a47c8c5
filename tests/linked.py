"""A small clean edition in which everything points at something: documents, notes, sketches, an index."""

BODY = """\
we ask the office for one barge and for eight men who can row, because the sacks
that we were promised lie in the warehouse of the railway, where nobody will sign
for them, and because the river will fall before the month is out, as it does in
every year, so that even an empty boat must then be drawn over the upper shallows
"""

DOCUMENTS = """\
Document 1

Letter from P. V. Anders to A. I. Borg, 3 May 1931.1

{body}{body}
1. RGAE, f. 7486, op. 37, d. 184, ll. 60-65.




The Mill 3

Document 2

Stenogram of the plenum of the mill, 12 June 1931.2

Anders: There is no flour, as Document 1 says.

Borg: There was none last year, and there will be none.

Anders: So it is.

Ganz: So it was.

Voice: Shame!

{body}
2. RGAE, f. 7486, op. 37, d. 184, l. 12.




The Mill 4

Document 3

A. I. Borg's report on Comrade Anders, 20 June 1931.3

{body}{body}
3. TsGAOR, f. 374, op. 27, d. 1, ll. 4, 7; RGAE, f. 7486, op. 37, d. 184, l. 66.
"""

SKETCHES = """\
Anders, P. V. (1880-1937). From 1929 to 1930, master of a lock. From 1931, director of the mill. Repressed.

Borg, A. I. (1870-1944). In 1930, clerk of the district office.

Carlin (Dorn), Ya. A. (1881-1940). Pilot.
"""

INDEX = """\
Anders, P., 2, 3-4

Borg, A., 2n1, 4

Ganz, F., 3

Hagen, T., 6
"""


def edition(documents: str = DOCUMENTS, sketches: str = SKETCHES, index: str = INDEX, pages: int = 8) -> str:
    """The edition: page 1 opens the chapter, documents begin on page 2, the rest is commentary."""
    text = ["Chapter One\n\n" + BODY * 3, "\n\n\n\nThe Mill 2\n\n" + documents.format(body=BODY)]
    text += [f"\n\n\n\nThe Mill {page}\n\n" + BODY * 3 for page in range(5, pages + 1)]
    return "".join([*text, "\n\n\n\nBiographical Sketches\n\n", sketches, "\n\n\n\nIndex\n\n", index])
