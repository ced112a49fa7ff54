// Copy buttons: hidden in the HTML, shown only where a script can serve them.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    let timer;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed here";
      }
      clearTimeout(timer);
      timer = setTimeout(() => (button.textContent = label), 2000);
    });
  }
}

// Material for MkDocs takes every link[rel=alternate] for a translation and fetches the sitemap beside it, on every page.
// A second word in `rel` spares readers that; feed readers see the HTML as it is.
for (const link of document.querySelectorAll('link[rel="alternate"][type]')) {
  link.rel = "alternate feed";
}

// The search opens with "/", unless somebody is typing; on the search page it leads to the field.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const field = document.querySelector("[data-search] [name=q]");
  if (field) field.focus();
  else document.querySelector("[data-find]")?.click();
}, true);
