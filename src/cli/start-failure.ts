/** Words for whatever keeps the server from starting. */
import { UsageError } from './usage-error.js';

/** One line that names the mend; a stack only for what is a bug. */
export function startFailure(error: unknown): string {
  return `kubemint: ${reason(error)}\n`;
}

function reason(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const place = `${address ?? 'the address'}, port ${String(port ?? '')}`;
  switch (syscall === 'listen' ? code : undefined) {
    case 'EADDRINUSE':
      return `${place} is in use: choose another with --secure-port or --http-port (0 picks a free one)`;
    case 'EACCES':
      return `${place} is not allowed to this user: choose a port above 1023`;
    case 'EADDRNOTAVAIL':
      return `${address ?? 'the address'} is no address of this machine: choose another --bind-address`;
    default:
      return error.constructor === Error || code !== undefined ? error.message : (error.stack ?? error.message);
  }
}
