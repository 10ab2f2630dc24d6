// @ts-check
/**
 * What a QR code holds: a credential, the address of one that this page knows how to ask for, another address, a product
 * number, or any text.
 *
 * In scope: telling them apart. Out of scope: reading the picture (`camera.js`), loading (`source.js`), showing
 * (`code-view.js`). Nothing here asks the network: an address is asked only where the page has said so in `links`.
 * Spec: <https://ref.gs1.org/standards/digital-link/uri-syntax/>
 */

/**
 * @typedef {{ kind: "document", text: string }
 *   | { kind: "known", address: string }
 *   | { kind: "product", address: URL, product: Product }
 *   | { kind: "link", address: URL }
 *   | { kind: "text", text: string }} Content
 */

/** @typedef {{ gtin: string, batch: string | null, serial: string | null }} Product */

/** Longer than what browsers and servers agree on, and than any address on a label. */
const MAX_ADDRESS = 2048;

/**
 * @param {string} text what stands in the code
 * @param {Record<string, string>} links of the page: the addresses it knows, and where their credentials are
 * @param {string} base what relative addresses in `links` start from
 * @returns {Content}
 */
export function contentOf(text, links, base) {
  const trimmed = text.trim();
  if (isDocument(trimmed)) return { kind: "document", text: trimmed };
  const address = addressIn(pageBehind(trimmed) ?? trimmed);
  if (!address) return { kind: "text", text };
  const known = knownAddress(address, links, base);
  if (known !== null) return { kind: "known", address: known };
  const product = productIn(address);
  return product ? { kind: "product", address, product } : { kind: "link", address };
}

/**
 * JSON, a JSON Web Token in compact form, or our own compact form. Whether it is a credential is the core's to say.
 *
 * @param {string} text
 */
function isDocument(text) {
  return /^([{[]|PP1:)/.test(text) || /^eyJ[\w-]*\.[\w-]+\.[\w-]*(~|$)/.test(text);
}

/**
 * The address of the page that a link for apps stands for: `proofpass://verify/{id}?service={address of the issuer}`.
 *
 * @param {string} text
 * @returns {string | null}
 */
function pageBehind(text) {
  const [, path, service] = /^proofpass:\/\/((?:verify|passport)\/[\w-]+)\?service=([^&#\s]+)$/i.exec(text) ?? [];
  return path === undefined ? null : `${decoded(service)}/${path}`;
}

/** @param {string} text */
function addressIn(text) {
  if (text.length > MAX_ADDRESS || !/^https?:\/\/[^\s]+$/i.test(text)) return null;
  try {
    const address = new URL(text);
    // "https://issuer.example@elsewhere.example/" leads elsewhere and does not look like it.
    return address.username || address.password ? null : address;
  } catch {
    return null;
  }
}

/**
 * Where the credential is that an address of a known form stands for. `{name}` in a form stands for one step of the
 * path, and is put into the same place of the other. What the page does not name is not asked.
 *
 * @param {URL} address
 * @param {Record<string, string>} links
 * @param {string} base
 * @returns {string | null}
 * @throws {TypeError} where the page's own addresses are none
 */
function knownAddress(address, links, base) {
  for (const [form, target] of Object.entries(links)) {
    const known = new URL(form, base);
    const names = placesIn(known.pathname);
    if (known.origin !== address.origin) continue;
    const found = pattern(known.pathname).exec(address.pathname);
    if (!found) continue;
    const document = new URL(target, base);
    // Who made the code must not choose whom the page asks.
    if (/[{}]|%7B/i.test(document.host)) throw new TypeError("A host cannot be taken from a code.");
    return names.reduce((href, name, index) => href.split(`%7B${name}%7D`).join(found[index + 1]), document.href);
  }
  return null;
}

/** In a URL that was read, `{id}` has become `%7Bid%7D`. @param {string} path */
function placesIn(path) {
  return [...path.matchAll(/%7B(\w+)%7D/g)].map(([, name]) => name);
}

/** @param {string} path */
function pattern(path) {
  const quoted = path.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&").replace(/%7B\w+%7D/g, "([^/]+)");
  return new RegExp(`^${quoted}$`);
}

/**
 * The product in a GS1 Digital Link: its number, and the batch and the serial number where it has them.
 *
 * @param {URL} address
 * @returns {Product | null}
 */
function productIn({ pathname }) {
  const steps = pathname.split("/").map(decoded);
  const at = steps.findIndex((step, index) => step === "01" && isGtin(steps[index + 1] ?? ""));
  if (at < 0) return null;
  // Pairs of a key and its value follow: 10 is the batch, 21 the serial number.
  const value = (/** @type {string} */ key) => {
    for (let index = at + 2; index + 1 < steps.length; index += 2) if (steps[index] === key) return steps[index + 1];
    return null;
  };
  return { gtin: steps[at + 1], batch: value("10"), serial: value("21") };
}

/**
 * GS1 General Specifications, 7.9: the last digit is a check of the others.
 *
 * @param {string} text
 */
function isGtin(text) {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** @param {string} step */
function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
