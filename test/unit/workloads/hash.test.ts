import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goDump } from '../../../src/apis/schema/go-dump.js';
import { goQuantity } from '../../../src/apis/schema/go-quantity.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { podTemplateHash, revisionHash } from '../../../src/controllers/hash.js';

const TEMPLATE = 'io.k8s.api.core.v1.PodTemplateSpec';
const templates = JSON.parse(readFileSync(join(import.meta.dirname, 'templates.json'), 'utf8')) as object[];

describe('the hash of a pod template', () => {
  // Made with the Go types of each version.
  it.each([
    [20, '55df7766cb', '6c895ccd57', '8465967d', '86cbbc5b99'],
    [24, '57fd8596b4', 'dbfbd8cfc', '9f4cc858f', '5846c8bf6'],
    [30, '678d98b764', '8696f46df', '85d47d7768', '66f54bf85'],
    [37, '55f589b4d6', '574fd74f5', '67f74bdd44', '688f545d9c'],
  ])("is that of 1.%i's types, and another one after a collision", (minor, ...hashes) => {
    const schemas = loadSchemas(minor);
    const found = templates.flatMap((template) => {
      const dump = goDump(schemas, TEMPLATE, template);
      return [podTemplateHash(dump, undefined), podTemplateHash(dump, 1)];
    });
    expect(found).toEqual(hashes);
  });

  it.each([
    ['100m', 100n, -3, '100m', 'DecimalSI'],
    ['128Mi', 134217728n, 0, '', 'BinarySI'],
    ['1Gi', 1073741824n, 0, '1Gi', 'BinarySI'],
    ['0', 0n, 0, '0', 'DecimalSI'],
    ['12e6', 12n, 6, '12e6', 'DecimalExponent'],
    ['-2', -2n, 0, '-2', 'DecimalSI'],
  ])('holds the quantity %s as Go does', (text, value, scale, kept, format) => {
    expect(goQuantity(text)).toBe(
      `{i:(resource.int64Amount){value:(int64)${String(value)} scale:(resource.Scale)${String(scale)}} ` +
        `d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${kept} Format:(resource.Format)${format}}`,
    );
  });

  it.each([
    ['100Ti', '[8568098291072368640 5960]', 9],
    ['12345678901234567890', '[5097733592002180096 669260594]', 9],
  ])('holds the quantity %s, which needs many digits, as Go does', (text, words, scale) => {
    expect(goQuantity(text)).toContain(
      `Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)${words}} scale:(inf.Scale)${String(scale)}}`,
    );
  });
});

it('the hash of a revision is that of its bytes, and of how often a name was taken', () => {
  expect(revisionHash('{"spec":{}}', undefined)).toBe('6d4c5b5d8d');
  expect(revisionHash('{"spec":{}}', 0)).toBe('59c9b4d596');
  expect(revisionHash('{"spec":{}}', 12)).toBe('d4d4fd4df');
});
