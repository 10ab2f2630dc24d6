// @ts-check
/**
 * Tells the verifier which credential the address of the page names: /verify/{id}. Everything else is the element's.
 */
const verifier = /** @type {HTMLElement} */ (document.getElementById("verifier"));
const template = verifier.getAttribute("bundle-url") ?? "";

const [, id] = location.pathname.match(/^\/verify\/([^/]+)\/?$/) ?? [];
if (id) {
  // As it stands in the address, escapes included, so that nothing in it becomes a step in the path.
  const address = template.replace("{id}", () => id);
  verifier.setAttribute("src", address);
  document.body.classList.add("one");
  document.getElementById("download")?.setAttribute("href", address);
  // Only now is it known that there is something to download.
  verifier.addEventListener("proofpass-report", () => showDownload(), { once: true });
}

// The title is what a person with twenty tabs sees, and what a screen reader says first when coming back.
const TITLES = { accept: "Verified", reject: "Not valid", undecided: "Could not be fully verified" };
verifier.addEventListener("proofpass-report", ({ detail: { verdict } }) => {
  document.title = `${TITLES[verdict]} · ProofPass`;
});

function showDownload() {
  for (const [name, hidden] of Object.entries({ "download-known": false, "download-unknown": true })) {
    const element = document.getElementById(name);
    if (element) element.hidden = hidden;
  }
}
