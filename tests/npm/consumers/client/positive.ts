// A consumer of the client; `tsc --strict` must find nothing.
import { Client, OPERATIONS, ProblemError, type Attestation, type AttestationSummary, type Problem } from "@proofpass/client";

const issuer = new Client({ url: "https://issuer.example", accessToken: async () => "token" });

interface Claims {
  certificationId: string;
}

export async function issues(claims: Claims): Promise<Attestation> {
  return issuer.issueAttestation(
    { idempotencyKey: "order-4711", body: { templateId: "certification", subject: { id: "PROD-123", type: "Product" }, claims: { ...claims } } },
    { signal: AbortSignal.timeout(1000) },
  );
}

export async function reads(id: string): Promise<string> {
  const { organization, user } = await issuer.fetchProfile();
  const list = await issuer.fetchStatusList({ id, ifNoneMatch: "\"a\"" });
  const report = await issuer.verify({ body: { bundle: {}, policy: {} }, resolve: "material" });
  const page: string = await issuer.explainProblem({ slug: "not-found" });
  const nothing: void = await issuer.deleteTemplate({ id });
  return [organization?.name, user.email, list?.id, report.verdict, page, nothing].join();
}

export async function all(): Promise<AttestationSummary[]> {
  const found: AttestationSummary[] = [];
  for await (const attestation of issuer.each("listAttestations", { status: "active", limit: 10 })) found.push(attestation);
  for await (const { version } of issuer.each("listPassportVersions", { id: "a" })) console.log(version satisfies number);
  for await (const template of issuer.each("listTemplates")) console.log(template.id);
  return found;
}

export function told(error: unknown): Problem {
  if (!(error instanceof ProblemError)) throw error;
  const [first] = error.errors;
  console.log(first?.pointer, error.code, OPERATIONS[error.operation].path);
  return error;
}
