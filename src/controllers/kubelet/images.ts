/** Images as a container runtime names them. Source: github.com/distribution/reference (normalize.go). */
import { createHash } from 'node:crypto';

const HUB = 'docker.io';

/** `nginx` → `docker.io/library/nginx:latest`. */
export function fullImage(image: string): string {
  const [name = '', digest] = image.split('@');
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const hasHost = /[.:]/.test(first) || first === 'localhost';
  const path = hasHost ? name : slash === -1 ? `${HUB}/library/${name}` : `${HUB}/${name}`;
  if (digest !== undefined) return `${path}@${digest}`;
  return /:[^/]+$/.test(path) ? path : `${path}:latest`;
}

/** `docker.io/library/nginx@sha256:…`: always the same for an image. */
export function imageID(image: string): string {
  const full = fullImage(image);
  if (full.includes('@')) return full;
  const digest = createHash('sha256').update(full).digest('hex');
  return `${full.slice(0, full.lastIndexOf(':'))}@sha256:${digest}`;
}
