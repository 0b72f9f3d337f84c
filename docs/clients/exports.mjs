// What the clients in Node share: which exports there are, where their files go, and whether they
// are what the manifest and the sandbox's expected answer say.
import assert from 'node:assert/strict';
import { createReadStream, createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const SCOPE = 'system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs';

/** Each level with the name of its expected answer. */
export const LEVELS = {
  $export: 'patient',
  'Patient/$export': 'patient',
  'Group/all/$export': 'group-all',
  'Group/new/$export': 'group-new',
  'Group/runout/$export': 'group-runout',
};

/** A FHIR Parameters resource, the body of a POST. */
export function parameters(values = {}) {
  const parameter = Object.entries(values).map(([name, value]) => ({ name, valueString: value }));
  return { resourceType: 'Parameters', ...(parameter.length > 0 && { parameter }) };
}

/**
 * Runs every export, and at the end one by each method for what has changed since: nothing.
 * @param exported (level, method, values) => manifest
 * @param download (url) => body as a web stream
 * @param answers folder of the expected answers
 */
export async function all(name, exported, download, answers) {
  let since;
  for (const method of ['GET', 'POST']) {
    for (const [level, answer] of Object.entries(LEVELS)) {
      const expected = JSON.parse(readFileSync(`${answers}/${answer}.json`)).output;
      const manifest = await exported(level, method, {});
      const lines = await check(manifest, download, folder(name, method, level), expected);
      console.log(`${name}: ${method} ${level}: ${lines} resources`);
      since = level === 'Group/all/$export' ? manifest.transactionTime : since;
    }
    const manifest = await exported('Group/all/$export', method, { _since: since });
    assert.deepEqual([manifest.output, manifest.deleted], [[], []], 'nothing has changed');
    console.log(`${name}: ${method} Group/all/$export?_since: 0 resources`);
  }
}

function folder(name, method, level) {
  const path = `out/${name}/${method}-${level.replace(/\W+/g, '-')}`;
  mkdirSync(path, { recursive: true });
  return path;
}

async function check(manifest, download, path, expected) {
  const found = {};
  for (const entry of manifest.output) {
    found[entry.type] ??= {};
    for (const { id, meta } of await resources(entry, download, path)) {
      assert(!(id in found[entry.type]), `${id} is there twice`);
      found[entry.type][id] = Number(meta.versionId);
    }
  }
  const wanted = Object.entries(expected).filter(([, of]) => Object.keys(of).length > 0);
  assert.deepEqual(found, Object.fromEntries(wanted), 'not what the sandbox must answer');
  for (const entry of manifest.error) {
    for (const { issue } of await resources(entry, download, path)) {
      assert(issue.every(({ severity }) => severity === 'information'), issue[0].diagnostics);
    }
  }
  return Object.values(found).reduce((sum, of) => sum + Object.keys(of).length, 0);
}

/** Of one file: as many as the manifest tells, of the type that it tells. */
async function resources({ type, url, count }, download, path) {
  const file = `${path}/${url.split('/').at(-1)}`;
  await pipeline(Readable.fromWeb(await download(url)), createWriteStream(file));
  const found = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { resourceType, id, meta, issue } = JSON.parse(line);
    assert.equal(resourceType, type, file);
    found.push({ id, meta, issue });
  }
  assert.equal(found.length, count, `lines of ${file}`);
  return found;
}
