// A poster: the button prints it, since no page of ours carries a script of its own.
document.querySelector("[data-county-print]").addEventListener("click", () => window.print());
