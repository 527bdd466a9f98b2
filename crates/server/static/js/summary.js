// Moves focus to the summary of what went wrong, and from its link into the field itself.
const summary = document.getElementById("problem");

if (summary) {
  summary.focus();
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const target = document.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      target.focus();
      target.select?.();
    });
  }
}
