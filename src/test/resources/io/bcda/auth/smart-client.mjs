// Gets a token by a signed assertion, with nothing but Node 18 or newer.
//   node smart-client.mjs keys private.pem
//     makes a key for ES384 in private.pem and prints the JWKS that the operator needs
//   node smart-client.mjs token BASE CLIENT private.pem "system/Patient.rs system/Coverage.rs"
//     prints a token
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const base64url = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');
const kid = (key) => (key.asymmetricKeyType === 'rsa' ? 'my-rsa-key' : 'my-ec-key');

function keys(file, type = 'ec') {
  const { privateKey, publicKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 3072 })
      : generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: kid(privateKey), use: 'sig' };
  console.log(JSON.stringify({ keys: [jwk] }));
}

async function token(base, client, file, scope) {
  const discovery = await fetch(`${base}/api/v2/.well-known/smart-configuration`);
  const { token_endpoint: url } = await discovery.json();
  const key = createPrivateKey(readFileSync(file));
  const alg = createPublicKey(key).asymmetricKeyType === 'rsa' ? 'RS384' : 'ES384';
  const exp = Math.floor(Date.now() / 1000) + 300;
  const signed =
    base64url({ alg, typ: 'JWT', kid: kid(key) }) +
    '.' +
    base64url({ iss: client, sub: client, aud: url, exp, jti: randomUUID() });
  const signature = sign('sha384', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${signed}.${signature.toString('base64url')}`,
    }),
  });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(`${answer.status} ${body.error}: ${body.error_description}`);
  }
  console.log(body.access_token);
}

const [command, ...words] = process.argv.slice(2);
await (command === 'keys' ? keys : token)(...words);
