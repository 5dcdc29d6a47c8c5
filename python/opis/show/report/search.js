// The search box: documents, people and sources, by any words of theirs.

const MOST_FOUND = 40;
const box = document.getElementById("search");
const results = document.getElementById("results");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const entries = book.search.map(([group, name, more, target]) => ({ group, name, more, target, text: plain(`${name} ${more}`) }));
let chosen = -1;

/** Entries that hold every word; those whose name begins with what was typed come first. */
function find(typed) {
    const text = plain(typed.trim());
    if (!text) return [];
    const words = text.split(/\s+/);
    const found = entries.filter((entry) => words.every((word) => entry.text.includes(word)));
    const begins = (entry) => entry.text.startsWith(text) || new RegExp(`(^|[ .])${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}($|[ ,])`).test(entry.text);
    return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

function showResults() {
    const found = find(box.value);
    const items = found.slice(0, MOST_FOUND).map((entry, i) => {
        const more = entry.more ? make("span", { class: "more" }, entry.more) : null;
        const item = make("li", { role: "option", id: `result-${i}`, "aria-selected": "false" }, make("span", { class: "kind" }, entry.group), entry.name, more);
        item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            go(entry);
        });
        item.entry = entry;
        return item;
    });
    const nothing = box.value.trim() && !items.length ? [make("li", { class: "nothing" }, "Nothing of this name")] : [];
    results.replaceChildren(...items, ...nothing);
    document.getElementById("found").textContent = box.value.trim() ? `${found.length} found` : "";
    open(Boolean(items.length || nothing.length));
    choose(items.length ? 0 : -1);
}

function open(visible) {
    results.hidden = !visible;
    box.setAttribute("aria-expanded", String(visible));
}

function choose(at) {
    const options = [...results.querySelectorAll("[role=option]")];
    chosen = options.length ? (at + options.length) % options.length : -1;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) {
        box.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
}

function go(entry) {
    open(false);
    const target = document.getElementById(entry.target);
    if (!target) return;
    location.hash = entry.target;
    const place = target.matches("i") ? target.nextElementSibling : target;
    // Two frames later what was asked for is laid out, and what is said of it stands beside it.
    requestAnimationFrame(() => requestAnimationFrame(() => place.focus({ preventScroll: true })));
}

box.addEventListener("input", showResults);
box.addEventListener("focus", () => box.value.trim() && showResults());
box.addEventListener("blur", () => open(false));
box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (results.hidden) showResults();
        else choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !results.hidden && chosen >= 0) {
        event.preventDefault();
        go(results.children[chosen].entry);
    } else if (event.key === "Escape") open(false);
});
document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
        event.preventDefault();
        box.focus();
    }
});
