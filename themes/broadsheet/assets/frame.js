// What the frame of a generated page needs of a script: the switch between the editions, and a drawer that closes.
// Hand-written pages have the theme's own script instead, which is thirty times as long. See partials/edition.html.
// Where a host's own policy stops the script in the head, the paper stays in its light edition.
const switches = "[data-md-component=palette] input";
const options = typeof __edition === "function" ? [...document.querySelectorAll(switches)] : [];

function show(index) {
  __show(index);
  options.forEach((option, at) => {
    option.checked = at === index;
    const label = option.nextElementSibling;
    if (label) label.hidden = at !== index;
  });
}

if (options.length) show(__edition());
options.forEach((option, index) => {
  option.addEventListener("change", () => {
    show(index);
    // In the theme's own words, since its script reads them on hand-written pages.
    __md_set("__palette", { index, color: __editions[index] });
  });
  option.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const next = options[(index + 1) % options.length];
    next.click();
    next.focus();
  });
  // Whoever has chosen nothing follows the system.
  matchMedia(option.dataset.mdColorMedia).addEventListener("change", () => show(__edition()));
});

const drawer = document.getElementById("__drawer");
const close = () => (drawer.checked = false);
document.addEventListener("keydown", (event) => event.key === "Escape" && close());
// A page that the browser kept while the reader was elsewhere comes back as it was left.
addEventListener("pageshow", close);
