/** The key that signs service account tokens when none is given. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { generateSigningKey } from '../../serviceaccount/keys.js';
import { CERT_DIR_FILES, readPrivateKey, writePrivateKey } from './cert-dir.js';

/** The private key kept in the directory, or a new RSA 2048 one (0.1 to 0.4 s, off the main thread). */
export async function makeSigningKey(certDir?: string): Promise<KeyObject> {
  const kept = certDir === undefined ? undefined : readPrivateKey(certDir, CERT_DIR_FILES.serviceAccountKey);
  if (kept !== undefined) return createPrivateKey(kept);
  const key = await generateSigningKey();
  if (certDir !== undefined) {
    const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    writePrivateKey(certDir, CERT_DIR_FILES.serviceAccountKey, pem);
  }
  return key;
}
