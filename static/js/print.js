// A button that prints the page; without this module it stays hidden, and the browser's own menu prints as well.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
