// Every export with Medplum's client. It gets its token by itself, by the client's secret.
//   node medplum.mjs http://localhost:8080 a9990-sandbox a9990-sandbox-secret ANSWERS
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { MedplumClient } from '@medplum/core';
import { all, parameters } from './exports.mjs';

const [base, id, secret, answers] = process.argv.slice(2);

/** Medplum polls once a second, whatever the server asks for; here it waits for as long as that. */
async function patientFetch(url, options) {
  const answer = await fetch(url, options);
  if (answer.status === 202 && answer.headers.has('retry-after')) {
    await setTimeout(1000 * Number(answer.headers.get('retry-after')));
  }
  if (answer.status === 200 && url.includes('/data/')) {
    assert.equal(answer.headers.get('content-encoding'), 'gzip', url);
  }
  return answer;
}

const medplum = new MedplumClient({
  baseUrl: base,
  fhirUrlPath: 'api/v2',
  tokenUrl: 'auth/token',
  authCredentialsMethod: 'header', // the server takes secrets nowhere else
  fetch: patientFetch,
});
await medplum.startClientLogin(id, secret);

async function exported(level, method, values) {
  const polling = { pollStatusOnAccepted: true, pollStatusPeriod: 0 };
  if (method === 'POST') {
    // Its own parameters _type and _since would go into the URL, where those of a GET stand.
    const body = JSON.stringify(parameters(values));
    return medplum.bulkExport(level.replace(/\/?\$export$/, ''), undefined, undefined, {
      ...polling,
      body,
    });
  }
  const url = medplum.fhirUrl(level);
  Object.entries(values).forEach(([name, value]) => url.searchParams.set(name, value));
  return medplum.get(url, { ...polling, headers: { Prefer: 'respond-async' } });
}

async function download(url) {
  const blob = await medplum.download(url);
  return blob.stream();
}

await all('medplum', exported, download, answers);
