// The inspector: all that is known of a record, its bytes, and the form that corrects it.

const inspector = document.getElementById("inspector");
let opener = null;

function inspect(element) {
    opener = element;
    hideTip();
    const close = make("button", { type: "button", "aria-label": "Close" }, "✕");
    close.addEventListener("click", closeInspector);
    const articles = keysOf(element).map((key) => article(recordOf(key)));
    inspector.replaceChildren(make("header", {}, make("span", {}, ""), close), ...articles);
    inspector.firstChild.firstChild.replaceWith(articles[0].querySelector("h2"));
    inspector.hidden = false;
    inspector.focus();
}

function closeInspector() {
    if (inspector.hidden) return;
    inspector.hidden = true;
    if (opener) opener.focus({ preventScroll: true });
}

function article(record) {
    const { values } = record;
    const place = [`line ${values.line}`, values.page === null ? "" : `page ${values.page}`, values.document === null ? "" : `document ${values.document}`];
    const pairs = [
        ...readings(record),
        ["status", `${values.status}: ${book.meanings[values.status]}`],
        ["evidence", values.evidence],
        ["place", place.filter(Boolean).join(", ")],
        ["bytes", `${values.start}–${values.end} of ${book.bytes}`],
        ["identity", record.id],
    ].filter(([, value]) => shown(value) !== "");
    return make(
        "article",
        {},
        make("h2", {}, record.kind.replace("_", " "), " ", statusMark(values.status)),
        make("p", {}, "As it was scanned:"),
        make("pre", { tabindex: "0" }, values.raw || "(nothing)"),
        make("dl", {}, ...pairs.flatMap(([name, value]) => [make("dt", {}, name.replace("_", " ")), make("dd", {}, shown(value))])),
        goButton(record),
        correctButton(record),
    );
}

function goButton(record) {
    const target = `r-${record.key.replace(":", "-")}`;
    return document.getElementById(target) ? make("p", {}, make("a", { href: `#${target}` }, "Show it in the text")) : null;
}

function correctButton(record) {
    if (!Object.keys(record.types).length) return null;
    const button = make("button", { type: "button", class: "correct" }, "Correct this…");
    button.addEventListener("click", () => {
        const form = correctionForm(record);
        button.replaceWith(form);
        form.elements.value.focus();
    });
    return button;
}

document.addEventListener("click", (event) => {
    const element = event.target.closest(TIPPED);
    if (element) inspect(element);
});
document.addEventListener("keydown", (event) => {
    const element = event.target.closest && event.target.closest(TIPPED);
    if (element && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        inspect(element);
    }
    if (event.key === "Escape") closeInspector();
});
