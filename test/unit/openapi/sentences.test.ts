import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { definitionSentence, fieldSentence } from '../../../src/openapi/sentences.js';

const schemas = loadSchemas(37);
const CORE = 'io.k8s.api.core.v1';

function sentence(definition: string, field: string): string {
  return fieldSentence(definition, field, schemas.fields(definition).get(field)?.type);
}

describe('sentences', () => {
  it.each([
    ['ServiceAccount', 'secrets'],
    ['Secret', 'stringData'],
    ['Pod', 'spec'],
    ['Service', 'spec'],
  ])('%s.%s has words of our own', (kind, field) => {
    expect(sentence(`${CORE}.${kind}`, field).split(' ').length).toBeGreaterThan(3);
  });

  it('are made from the name where nothing is written', () => {
    expect(sentence(`${CORE}.NodeSpec`, 'podCIDRs')).toBe('A list: pod CIDRs.');
    expect(sentence(`${CORE}.NodeSpec`, 'providerID')).toBe('Provider ID.');
    expect(sentence(`${CORE}.NodeSpec`, 'unschedulable')).toBe('True or false: unschedulable.');
    expect(sentence('io.k8s.api.resource.v1.DeviceClass', 'spec')).toBe('What is wanted.');
    expect(definitionSentence('io.k8s.api.networking.v1.HTTPIngressPath', undefined)).toBe('HTTP ingress path.');
    expect(definitionSentence(`${CORE}.NodeList`, undefined)).toBe('A list of objects of kind Node.');
  });

  it('let a kind speak for itself', () => {
    expect(definitionSentence('com.example.v1.Widget', 'A widget.')).toBe('A widget.');
  });

  it('say something of every field of every definition', () => {
    for (const name of schemas.names()) {
      expect(definitionSentence(name, undefined)).toMatch(/^.+\.$/s);
      for (const field of schemas.fields(name).values()) {
        expect(fieldSentence(name, field.json, field.type)).toMatch(/^.+\.$/s);
      }
    }
  });
});
