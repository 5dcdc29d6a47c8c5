// Colours, the marks that are shown, and where in the contents one is.

const themeButton = document.getElementById("theme");
const THEMES = { system: "as the system has them", light: "light", dark: "dark" };
let theme = "system";
try {
    theme = localStorage.getItem("opis theme") || "system";
} catch {
    // a page that may not store anything begins as the system has it
}

function paint() {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    themeButton.setAttribute("aria-label", `Colours: ${THEMES[theme]}`);
    themeButton.title = `Colours: ${THEMES[theme]}`;
    themeButton.textContent = { system: "◐", light: "○", dark: "●" }[theme];
}

themeButton.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    try {
        localStorage.setItem("opis theme", theme);
    } catch {
        // as above
    }
    paint();
});
paint();

for (const box of document.querySelectorAll(".groups input"))
    box.addEventListener("change", () => document.getElementById("text").classList.toggle(`hide-${box.value}`, !box.checked));

// A shelf or unit that is closed opens for what is asked for inside it.
function openAround() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let around = target && target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
}
addEventListener("hashchange", openAround);
openAround();

const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((items) => {
    for (const item of items)
        if (item.isIntersecting)
            for (const [id, link] of links)
                if (id === item.target.id) {
                    link.setAttribute("aria-current", "location");
                    link.scrollIntoView({ block: "nearest", inline: "nearest" });
                } else link.removeAttribute("aria-current");
}, { rootMargin: "-20% 0px -75% 0px" });
for (const id of links.keys()) seen.observe(document.getElementById(id));
