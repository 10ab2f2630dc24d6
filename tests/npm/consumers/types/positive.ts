// A consumer that uses every export and every type; `tsc --strict` must find nothing.
import {
  derive,
  needs,
  ProofPassError,
  ready,
  received,
  verify,
  verifyToJson,
  version,
  type Check,
  type Code,
  type Derivation,
  type Material,
  type Need,
  type Policy,
  type Received,
  type Report,
  type Verdict,
} from "@proofpass/verifier";
import * as slim from "@proofpass/verifier/slim";
import wasm from "@proofpass/verifier/verifier.wasm";
import type { ProofPassVerifierElement } from "@proofpass/verifier/element";

const policy = {
  require: ["structure", "proof", "issuer", "validity", "status", "schema", "resources", "trust"],
  trustedIssuers: ["did:key:z6Mk"],
  toleranceSeconds: 0,
  maxMaterialAgeSeconds: 86_400,
  maxStatusAgeSeconds: 3_600,
} as const satisfies Policy;
const material: Material = {
  didDocuments: [{ document: { id: "did:web:a.example" }, from: "https://a.example/.well-known/did.json", at: "2026-11-23T12:00:00Z" }],
  statusLists: [{ credential: {}, from: "https://a.example/status/1", at: "2026-11-23T12:00:00Z" }],
  resources: [{ url: "https://a.example/logo", bytes: "bG9nbw==", from: "https://a.example/logo", at: "2026-11-23T12:00:00Z" }],
  schemas: [
    { schema: "{}", from: "https://a.example/schema", at: "2026-11-23T12:00:00Z" },
    { schema: {}, from: "https://a.example/schema-2", at: "2026-11-23T12:00:00Z" },
  ],
};

export async function everySource(text: string, bytes: Uint8Array, buffer: ArrayBuffer, view: DataView): Promise<Report[]> {
  await ready();
  return Promise.all([
    verify(text),
    verify(bytes, { policy }),
    verify(buffer, { now: new Date() }),
    verify(view, { now: "2026-11-23T12:00:00Z", material }),
    verify({ type: "ProofPassBundle" }, {}),
  ]);
}

export async function shown(credential: string, presentationHeader: Uint8Array): Promise<unknown> {
  const part: Derivation = { selectivePointers: ["/credentialSubject/name"] as const, presentationHeader };
  return [await derive(credential), (await derive(credential, part)).credentialSubject];
}

const colours: Record<Verdict, string> = { accept: "green", reject: "red", undecided: "grey" };

export function sentence(report: Report): string {
  const [document] = report.checks;
  if (document.outcome === "fail") return `${document.code}: ${document.message}`;
  const passed: "document-read" = document.code;
  for (const credential of report.credentials) {
    const [structure, proof, issuer, validity, status, schema, resources, domain, trust] = credential.checks;
    if (proof.outcome === "fail" && proof.code === "signature-mismatch") return proof.pointer ?? "";
    if (validity.code === "expired") return credential.validUntil ?? "";
    const name: "trust" = trust.check;
    const ordered: readonly Check[] = [structure, proof, issuer, validity, status, schema, resources, domain, trust];
    if (ordered.some((check) => check.required && check.outcome !== "pass")) return name;
  }
  return `${passed} ${colours[report.verdict]}`;
}

/** Every outcome of a check is told apart without a default. */
export function weight(check: Check<"proof">): number {
  switch (check.outcome) {
    case "pass":
      return check.code === "signature-valid" ? 1 : 0;
    case "fail":
      return -1;
    case "not-checked":
      return 0;
  }
}

export async function fetchesWhatIsNeeded(text: string): Promise<string[]> {
  const list: Need[] = await needs(text, material);
  return list.map((need) => {
    switch (need.kind) {
      case "did-document":
        return need.did;
      default:
        return need.urls[0] ?? need.url;
    }
  });
}

export async function takesWhatCame(need: Need, answer: ArrayBuffer): Promise<Material> {
  const came: Received = await received(need, answer, new Date());
  if (came.code !== undefined) throw new Error(came.code satisfies "id-differs" | "kind-unsupported" | "not-json" | "too-large");
  if (came.member === "schemas") return { schemas: [came.entry] };
  return { [came.member]: [slim.received(need, "{}").entry ?? came.entry] };
}

export async function tellsMistakes(text: string): Promise<string> {
  try {
    return await verifyToJson(text);
  } catch (error) {
    if (!(error instanceof ProofPassError)) throw error;
    const code: "invalid-request" | "malformed-request" | "not-initialized" = error.code;
    return `${code} ${error.message} ${version}`;
  }
}

export function atOnce(text: string): Report {
  slim.initialize(wasm);
  slim.initialize(new Uint8Array());
  const asked: Need[] = slim.needs(text);
  const shown: Record<string, unknown> = slim.derive(text, { selectivePointers: [] });
  if (shown.type === undefined) return slim.verify(shown);
  const report: Report = slim.verify(text, { policy });
  return asked.length === 0 ? report : (JSON.parse(slim.verifyToJson(text)) as Report);
}

export function listens(element: ProofPassVerifierElement): Promise<Report> {
  element.addEventListener("proofpass-report", (event) => console.log(event.detail.verdict));
  element.addEventListener("proofpass-change", () => console.log(element.headline, element.report?.verdict, element.address?.length));
  document.querySelector("proofpass-verifier")?.setAttribute("src", "/bundle.json");
  return element.verify(new Uint8Array());
}

export const worst: Code = "signature-mismatch";
