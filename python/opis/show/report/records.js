"use strict";
// The records of the book, as the page carries them, and the tip that says what is known of one at a glance.

const book = JSON.parse(document.getElementById("data").textContent);

/** A record by its key, "archive:12": its kind, its name, its fields by name. */
function recordOf(key) {
    const [kind, row] = key.split(":");
    const { fields, types, ids, rows } = book.kinds[kind];
    const values = Object.fromEntries(fields.map((name, i) => [name, rows[Number(row)][i]]));
    return { key, kind, types, id: ids[Number(row)], values };
}

function keysOf(element) {
    return (element.dataset.r || "").split(" ").filter(Boolean);
}

/** An element with attributes and children; texts are never read as HTML. */
function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {}))
        if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    element.append(...children.filter((child) => child !== null));
    return element;
}

function shown(value) {
    if (value === null || value === "") return "";
    if (Array.isArray(value)) return value.join("; ");
    if (typeof value === "object") return Object.entries(value).map(([name, part]) => `${name} ${part}`).join("; ");
    if (typeof value === "number") return value.toLocaleString("en", { maximumFractionDigits: 6, useGrouping: false });
    return value === true ? "yes" : value === false ? "no" : String(value);
}

function statusMark(status) {
    const mark = book.marks[status] ? make("b", { "aria-hidden": "true" }, book.marks[status]) : null;
    return make("span", { class: `status s-${status}` }, mark, status);
}

const PLACES = new Set(["start", "end", "line", "page", "document", "raw", "status", "evidence"]);

/** What opis reads in a record: its own fields that hold something. */
function readings(record) {
    return Object.entries(record.values).filter(([name, value]) => !PLACES.has(name) && shown(value) !== "" && value !== false);
}

// ---- The tip ---------------------------------------------------------------------------------------------------

const tip = document.getElementById("tip");
let tipped = null;
let waiting = 0;

function tipContent(record) {
    const { status, raw, evidence } = record.values;
    const own = readings(record).slice(0, 6).map(([name, value]) => `${name} ${shown(value).slice(0, 80)}`);
    const printed = raw ? make("p", {}, "printed: ", make("code", {}, raw.length > 160 ? raw.slice(0, 160) + "…" : raw)) : make("p", {}, "printed: nothing");
    return [
        make("p", { class: "what" }, record.kind.replace("_", " "), " ", statusMark(status)),
        make("p", {}, own.join(" · ")),
        printed,
        evidence ? make("p", { class: "evidence" }, evidence) : null,
    ].filter(Boolean);
}

function showTip(element) {
    const keys = keysOf(element);
    if (!keys.length) return;
    if (tipped) hideTip();
    tipped = element;
    tip.replaceChildren(...tipContent(recordOf(keys[0])));
    if (keys.length > 1) tip.append(make("p", {}, make("small", {}, `and ${keys.slice(1).map((key) => key.split(":")[0].replace("_", " ")).join(", ")}`)));
    tip.hidden = false;
    element.setAttribute("aria-describedby", "tip");
    const box = element.getClientRects()[0] || element.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const below = box.bottom + tip.offsetHeight + 10 < window.innerHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left, room)) + window.scrollX}px`;
    tip.style.top = `${(below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + window.scrollY}px`;
}

function hideTip() {
    if (tipped) tipped.removeAttribute("aria-describedby");
    tipped = null;
    tip.hidden = true;
}

// Only what can be focused has a tip; a row of a list has its own words.
const TIPPED = "td[data-r], mark[data-r]";
document.addEventListener("mouseover", (event) => {
    const element = event.target.closest(TIPPED);
    clearTimeout(waiting);
    if (element && element !== tipped) waiting = setTimeout(() => showTip(element), 80);
    else if (!element && !event.target.closest("#tip") && tipped !== document.activeElement) waiting = setTimeout(hideTip, 150);
});
document.addEventListener("focusin", (event) => {
    const element = event.target.closest(TIPPED);
    if (element) showTip(element);
    else hideTip();
});
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
});
