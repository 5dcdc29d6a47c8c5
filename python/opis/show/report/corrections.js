// Corrections that are made in the page: kept here, and saved as the TOML file that opis.read() takes.

const MOST_RAW = 80; // characters of the scan that a correction quotes
const STORE = `opis corrections of ${book.path}, ${book.bytes} bytes`;
const corrections = load();
const countButton = document.getElementById("corrections-button");
const dialog = document.getElementById("corrections");

function load() {
    try {
        return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch {
        return []; // a page that may not store anything keeps them until it is closed
    }
}

function store() {
    try {
        localStorage.setItem(STORE, JSON.stringify(corrections));
    } catch {
        // as above
    }
    countButton.hidden = corrections.length === 0;
    document.getElementById("corrections-count").textContent = String(corrections.length);
}

// ---- The form --------------------------------------------------------------------------------------------------

function labelled(text, input) {
    return make("label", {}, text, input);
}

function correctionForm(record) {
    const last = corrections[corrections.length - 1];
    const names = Object.keys(record.types);
    const first = names.includes("value") ? "value" : names[0];
    const field = make("select", { name: "field" }, ...names.map((name) => make("option", { value: name, selected: name === first }, name)));
    const value = make("input", { name: "value" });
    const none = make("input", { name: "unknown", type: "checkbox" });
    const by = make("input", { name: "by", required: true, value: last ? last.by : "" });
    const because = make("textarea", { name: "because", required: true, rows: "2" });
    const wrong = make("p", { class: "wrong", role: "alert" });
    const form = make(
        "form",
        { "aria-label": "Correction" },
        labelled("Field", field),
        labelled("What it should be", value),
        make("label", { class: "inline" }, none, "there is no value"),
        labelled("Who says so", by),
        labelled("Why", because),
        wrong,
        make("button", { type: "submit" }, "Add the correction"),
    );
    const show = () => (value.value = shown(record.values[field.value]));
    field.addEventListener("change", show);
    none.addEventListener("change", () => (value.disabled = none.checked));
    show();
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        try {
            add(record, field.value, none.checked ? null : parsed(value.value.trim(), record.types[field.value]), by.value.trim(), because.value.trim());
            form.replaceWith(make("p", { role: "status" }, "Noted. Save the file when you are done: the button is at the top of the page."));
        } catch (error) {
            wrong.textContent = error.message;
        }
    });
    return form;
}

/** What was typed, as the field takes it. */
function parsed(text, type) {
    if (type === "list") return text.split(";").map((part) => part.trim()).filter(Boolean);
    if (type === "flag") {
        if (!/^(yes|no|true|false)$/i.test(text)) throw new Error("Write yes or no.");
        return /^(yes|true)$/i.test(text);
    }
    if (type === "text") return text;
    const number = Number(text.replaceAll(",", ""));
    if (text === "" || !Number.isFinite(number)) throw new Error("Write a number, such as 1250 or 12.5.");
    if (type === "whole" && !Number.isInteger(number)) throw new Error("Write a whole number.");
    return number;
}

function add(record, field, value, by, because) {
    const text = (record.values.raw || "").split(/\s+/u).filter(Boolean).join(" ");
    const raw = text.length > MOST_RAW ? text.slice(0, MOST_RAW).trimEnd() + "…" : text;
    const again = corrections.findIndex((item) => item.record === record.id && item.field === field);
    if (again >= 0) corrections.splice(again, 1);
    corrections.push({ record: record.id, raw, field, value, by, because });
    store();
}

// ---- The file --------------------------------------------------------------------------------------------------

/** A text as TOML writes it: JSON's form, and the one control character that JSON lets pass. */
function quoted(text) {
    return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

function tomlValue(value) {
    if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
    return typeof value === "string" ? quoted(value) : String(value);
}

function toml() {
    const head = `# Corrections of ${book.path.replace(/[\u0000-\u001f\u007f]/g, " ")}, made in its report.\n`;
    return head + corrections.map((item) => {
        const lines = Object.entries(item).filter(([name]) => name !== "value").map(([name, text]) => `${name} = ${quoted(text)}`);
        lines.splice(3, 0, item.value === null ? "unknown = true" : `value = ${tomlValue(item.value)}`);
        return `\n[[correction]]\n${lines.join("\n")}\n`;
    }).join("");
}

function save() {
    const link = make("a", { href: URL.createObjectURL(new Blob([toml()], { type: "application/toml" })), download: "corrections.toml" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function listCorrections() {
    document.getElementById("corrections-list").replaceChildren(...corrections.map((item) => {
        const remove = make("button", { type: "button" }, "Take back");
        remove.addEventListener("click", () => {
            corrections.splice(corrections.indexOf(item), 1);
            store();
            listCorrections();
        });
        const what = item.value === null ? "nothing" : shown(item.value);
        return make("li", {}, make("code", {}, item.raw || "(nothing printed)"), `: ${item.field} is ${what}, says ${item.by}: ${item.because}`, remove);
    }));
}

countButton.addEventListener("click", () => {
    listCorrections();
    dialog.showModal();
});
document.getElementById("corrections-save").addEventListener("click", save);
document.getElementById("corrections-close").addEventListener("click", () => dialog.close());
store();
