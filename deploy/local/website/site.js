/* The banner: asks once, tells the tracking script, and is asked for again by nobody. */
const banner = document.getElementById("consent");
const ANSWER = "fair-rotas-consent";

banner.hidden = localStorage.getItem(ANSWER) !== null;
banner.addEventListener("click", (click) => {
  if (click.target.tagName !== "BUTTON" || !window.trellis) return;
  const agreed = click.target.value === "yes";
  window.trellis.consent(agreed);
  localStorage.setItem(ANSWER, agreed ? "yes" : "no");
  banner.hidden = true;
});
