// Mistakes that the types must catch: an unused `@ts-expect-error` is an error itself.
import { Client, ProblemError } from "@proofpass/client";

declare const issuer: Client;

// @ts-expect-error: a client of nobody's service
new Client({});
// @ts-expect-error: a misspelt option
new Client({ url: "https://issuer.example", apikey: "pk_live_a" });
// @ts-expect-error: errors are the client's to make
new ProblemError();
// @ts-expect-error: an operation that does not exist
void issuer.fetchAttestations();
// @ts-expect-error: an attestation is fetched by its id
void issuer.fetchAttestation();
// @ts-expect-error: an id is text
void issuer.fetchAttestation({ id: 1 });
// @ts-expect-error: a misspelt filter
void issuer.listAttestations({ state: "active" });
// @ts-expect-error: a command without a body
void issuer.revokeAttestation({ id: "a" });
// @ts-expect-error: a misspelt member of a body
void issuer.revokeAttestation({ id: "a", body: { reasons: "" } });
// @ts-expect-error: a body that lacks its claims
void issuer.issueAttestation({ body: { templateId: "certification", subject: { id: "a", type: "Product" } } });
// @ts-expect-error: what answers at once has no pages
void issuer.each("fetchAttestation", { id: "a" });
// @ts-expect-error: a deletion answers nothing
export const gone: string = await issuer.deleteTemplate({ id: "a" });
// @ts-expect-error: where nothing has changed there is nothing
export const list: object = await issuer.fetchStatusList({ id: "a" });
