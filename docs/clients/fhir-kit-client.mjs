// Every export with fhir-kit-client. openid-client gets its tokens, by an assertion that is signed
// with a key (SMART Backend Services).
//   node fhir-kit-client.mjs http://localhost:8080 a9990-sandbox my-ec-key.json ANSWERS
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'fhir-kit-client';
import * as oauth from 'openid-client';
import { all, parameters, SCOPE } from './exports.mjs';

const [base, clientId, keyFile, answers] = process.argv.slice(2);
const fhir = new Client({ baseUrl: `${base}/api/v2` });

async function signer() {
  const jwk = JSON.parse(readFileSync(keyFile));
  const es384 = { name: 'ECDSA', namedCurve: 'P-384' };
  const key = await crypto.subtle.importKey('jwk', jwk, es384, false, ['sign']);
  return oauth.PrivateKeyJwt(
    { key, kid: jwk.kid },
    {
      // It would name the issuer, as OAuth's drafts now have it; SMART wants the token endpoint.
      [oauth.modifyAssertion](header, claims) {
        claims.aud = server.serverMetadata().token_endpoint;
      },
    },
  );
}

const server = await oauth.discovery(
  new URL(`${base}/.well-known/oauth-authorization-server`),
  clientId,
  undefined,
  await signer(),
  { execute: [oauth.allowInsecureRequests] }, // the sandbox has no TLS
);

/** Such a token is good for five minutes only: one for each export. */
async function token() {
  const { access_token } = await oauth.clientCredentialsGrant(server, { scope: SCOPE });
  return access_token;
}

/** Of no values at all it would make the query "undefined". */
const query = (values) => (Object.keys(values).length > 0 ? values : undefined);

async function exported(level, method, values) {
  fhir.bearerToken = await token();
  const [name, id, resourceType] = level.split('/').reverse();
  const accepted = await fhir.operation({
    name,
    // Group/all/$export has an id, Patient/$export has none.
    resourceType: resourceType ?? id,
    id: resourceType && id,
    method,
    input: method === 'POST' ? parameters(values) : query(values),
    options: { headers: { Prefer: 'respond-async' } },
  });
  const job = Client.httpFor(accepted).response.headers.get('content-location');
  for (;;) {
    const status = await fhir.request(job);
    const { response } = Client.httpFor(status);
    if (response.status === 200) {
      return status;
    }
    await setTimeout(1000 * Number(response.headers.get('retry-after')));
  }
}

/** The client reads JSON, and no NDJSON: files are downloaded without it. */
async function download(url) {
  const headers = { Authorization: `Bearer ${await token()}` };
  const answer = await fetch(url, { headers });
  assert.equal(answer.status, 200, url);
  assert.equal(answer.headers.get('content-encoding'), 'gzip', url);
  return answer.body;
}

await all('fhir-kit-client', exported, download, answers);
