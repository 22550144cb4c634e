import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Module and version of each requirement. */
function requirements(file: string): Map<string, string> {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const lines = text.matchAll(/^\t(\S+) (v\S+)/gm);
  return new Map([...lines].map(([, module = '', version = '']) => [module, version]));
}

// What both use is then compiled once: client-go alone takes a minute of a processor.
it('the two Go modules of the tests have what they share in the same versions', () => {
  const [clients, parties] = ['../clients/go/go.mod', 'go.mod'].map(requirements);
  const shared = [...(clients ?? [])].filter(([module]) => parties?.has(module));
  expect(shared.length).toBeGreaterThan(20);
  expect(shared.filter(([module, version]) => parties?.get(module) !== version)).toEqual([]);
});
