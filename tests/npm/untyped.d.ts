// Packages without types. `smtp.mjs` is the only place that touches smtp-server; of Digital Bazaar's and those for JSON-LD `digitalbazaar.mjs` and `differential.mjs` are the only
// places that touch them.
declare module "@digitalbazaar/*";
declare module "did-context";
declare module "ed25519-signature-2020-context";
declare module "jsonld";
declare module "rdf-canonize";
declare module "smtp-server";
declare module "snarkjs";
declare module "solc" {
  const compiler: { compile(input: string): string };
  export default compiler;
}
