/**
 * A definition as upstream's validation sees it: what all versions have alike is told of the whole, and errors name it
 * there. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/conversion.go.
 */
import { isDeepStrictEqual } from 'node:util';
import { Path } from '../../apis/field/path.js';
import { type JSONSchemaProps } from '../schema.js';
import {
  type CustomResourceColumnDefinition,
  type CustomResourceDefinitionSpec,
  type CustomResourceDefinitionVersion,
  type CustomResourceSubresources,
  type SelectableField,
} from '../types.js';

/** What a version says itself; what is told of the whole is left out. */
export interface VersionParts {
  schema?: { openAPIV3Schema?: JSONSchemaProps };
  subresources?: CustomResourceSubresources;
  additionalPrinterColumns?: CustomResourceColumnDefinition[];
  selectableFields?: SelectableField[];
}

export interface HoistedSpec {
  /** What all versions have alike. */
  readonly whole: VersionParts;
  /** In the definition's order. */
  readonly versions: readonly (Pick<CustomResourceDefinitionVersion, 'name'> & VersionParts)[];
}

const PARTS = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

export const SPEC = Path.of('spec');

export function hoisted({ versions }: CustomResourceDefinitionSpec): HoistedSpec {
  const [first] = versions;
  const alike = PARTS.filter((part) => versions.every((version) => isDeepStrictEqual(version[part], first?.[part])));
  return {
    whole: first === undefined ? {} : partsOf(first, alike),
    versions: versions.map((version) => ({
      name: version.name,
      ...partsOf(
        version,
        PARTS.filter((part) => !alike.includes(part)),
      ),
    })),
  };
}

function partsOf(version: CustomResourceDefinitionVersion, parts: readonly (typeof PARTS)[number][]): VersionParts {
  return Object.fromEntries(parts.flatMap((part) => (version[part] === undefined ? [] : [[part, version[part]]])));
}

/** All schemas of a definition, each once. */
export function schemasOf(spec: CustomResourceDefinitionSpec): readonly JSONSchemaProps[] {
  const { whole, versions } = hoisted(spec);
  return [whole, ...versions].flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
}
