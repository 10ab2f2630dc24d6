// What issuing was on the service that this one replaces, of the same kind of parts: Fastify, a shared-secret token for
// who calls, a VC-JWT by did-jwt-vc, a QR code as PNG, one row, and every statement written to the log.
//
// Kinder to it than it was: no second lookup of the user, no input filter, no API key (bcrypt, some 60 ms each time).

import { randomBytes, randomUUID } from "node:crypto";

import { EdDSASigner } from "did-jwt";
import { createVerifiableCredentialJwt } from "did-jwt-vc";
import Fastify from "fastify";
import jwt from "jsonwebtoken";
import pg from "pg";
import QRCode from "qrcode";

const [port, socket, database, secret] = process.argv.slice(2);
const pool = new pg.Pool({ host: socket, user: "postgres", database, max: 16 });
const issuer = { did: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", signer: EdDSASigner(randomBytes(32)), alg: "EdDSA" };

async function query(text, values) {
  const start = Date.now();
  const result = await pool.query(text, values);
  console.log("query", { text, duration: Date.now() - start, rows: result.rowCount });
  return result;
}

await query(`create table attestations (
  id uuid primary key, user_id uuid not null, issuer_did text not null, subject text not null, type text not null,
  claims jsonb not null, issued_at timestamptz not null, credential text not null, blockchain_network text,
  qr_code text, status text not null, created_at timestamptz not null default now(), updated_at timestamptz)`);

const app = Fastify({ logger: true });

app.post("/api/v1/attestations", {
  schema: {
    body: {
      type: "object",
      required: ["subject", "type", "claims"],
      properties: { subject: { type: "string" }, type: { type: "string" }, claims: { type: "object" } },
    },
  },
}, async (request, reply) => {
  const user = jwt.verify(request.headers.authorization.slice("Bearer ".length), secret, { algorithms: ["HS256"] });
  const { subject, type, claims } = request.body;
  const id = randomUUID();
  const issued = new Date();
  const credential = await createVerifiableCredentialJwt({
    sub: subject,
    nbf: Math.floor(issued.getTime() / 1000),
    vc: {
      "@context": ["https://www.w3.org/2018/credentials/v1", "https://www.w3.org/2018/credentials/examples/v1"],
      type: ["VerifiableCredential", type],
      credentialSubject: claims,
    },
  }, issuer);
  const verifyUrl = `http://localhost:${port}/api/v1/attestations/${id}/verify`;
  const code = await QRCode.toDataURL(JSON.stringify({ id: `urn:uuid:${id}`, type, verifyUrl }));
  const { rows } = await query(
    `insert into attestations (id, user_id, issuer_did, subject, type, claims, issued_at, credential, qr_code, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending') returning *`,
    [id, user.id, issuer.did, subject, type, JSON.stringify(claims), issued, credential, code],
  );
  const [row] = rows;
  return reply.code(201).send({ id: row.id, subject, type, claims: row.claims, created_at: row.created_at });
});

await app.listen({ host: "127.0.0.1", port: Number(port) });
