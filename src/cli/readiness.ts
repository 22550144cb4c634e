/** Asks a server whether it is ready, as the administrator of its kubeconfig: the way a container's health is checked. */
import { request } from 'node:https';

const TIMEOUT = 1500;

/** @param kubeconfig what the server wrote: YAML with one cluster and one user. Never rejects. */
export function isReady(kubeconfig: string): Promise<boolean> {
  const field = (name: string): string => new RegExp(`^ *${name}: "?([^"\\n]*)"?$`, 'm').exec(kubeconfig)?.[1] ?? '';
  const decoded = (name: string): Buffer => Buffer.from(field(name), 'base64');
  const server = field('server');
  if (!URL.canParse('/readyz', server)) return Promise.resolve(false);
  const credentials = {
    ca: decoded('certificate-authority-data'),
    cert: decoded('client-certificate-data'),
    key: decoded('client-key-data'),
  };
  return new Promise((resolve) => {
    const asked = request(
      new URL('/readyz', server),
      { ...credentials, agent: false, timeout: TIMEOUT },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
