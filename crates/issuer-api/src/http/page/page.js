// @ts-check
/**
 * Tells the verifier which credential the address of the page names: /verify/{id}. Everything else is the element's;
 * the page around it follows what the element shows.
 */
/** @typedef {HTMLElement & { headline: string, address: string | null }} Verifier */

const verifier = /** @type {Verifier} */ (document.getElementById("verifier"));
const template = verifier.getAttribute("bundle-url") ?? "";

// The title is what a person with twenty tabs sees, and what a screen reader says first when coming back.
const { title } = document;
verifier.addEventListener("proofpass-change", () => {
  document.title = verifier.headline ? `${verifier.headline} · ProofPass` : title;
  // Who has an answer needs no introduction.
  document.body.classList.toggle("brief", Boolean(id || verifier.headline));
  offerDownload(verifier.address);
});

// The page of one credential is a step deeper than the page of any, and so are its links.
const id = template.startsWith("../") ? location.pathname.split("/").pop() : undefined;
if (id) {
  // As it stands in the address, escapes included, so that nothing in it becomes a step in the path.
  verifier.setAttribute("src", template.replace("{id}", () => id));
  document.body.classList.add("brief");
}

/**
 * The download is of the document that is shown, and of no other.
 *
 * @param {string | null} address
 */
function offerDownload(address) {
  const known = address !== null;
  if (known) document.getElementById("download")?.setAttribute("href", address);
  for (const [name, shown] of Object.entries({ "download-known": known, "download-unknown": !known })) {
    const element = document.getElementById(name);
    if (element) element.hidden = !shown;
  }
}
