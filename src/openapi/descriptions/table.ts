/** Texts by definition and field; the field '' stands for the definition itself. */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;
