import { type KubeList, type KubeObject } from '../../apis/meta/v1.js';
import { type Table } from '../../printers/table.js';
import { jsonOf } from './json.js';
import { yamlLibrary } from './yaml-library.js';

/** YAML as sigs.k8s.io/yaml writes it: keys in order, lists not indented, long lines unbroken. */
export function yamlOf(object: KubeObject | KubeList | Table): string {
  return yamlText(JSON.parse(jsonOf(object)));
}

/** Any JSON value in the same style. */
export function yamlText(value: unknown): string {
  return yamlLibrary().stringify(value, {
    sortMapEntries: true,
    indentSeq: false,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    version: '1.1',
  });
}
