// Makes a key for RS384, one for ES384, and jwks.json with their public parts for the operator.
//   node keys.mjs
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const jwk = (key, about) => ({ ...key.export({ format: 'jwk' }), use: 'sig', ...about });

function make(kid, alg, type, options) {
  const { privateKey, publicKey } = generateKeyPairSync(type, options);
  writeFileSync(`${kid}.json`, JSON.stringify(jwk(privateKey, { kid, alg })), { mode: 0o600 });
  return jwk(publicKey, { kid, alg });
}

const rsa = make('my-rsa-key', 'RS384', 'rsa', { modulusLength: 3072 });
const ec = make('my-ec-key', 'ES384', 'ec', { namedCurve: 'secp384r1' });
writeFileSync('jwks.json', JSON.stringify({ keys: [rsa, ec] }));
