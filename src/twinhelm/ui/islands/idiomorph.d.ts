declare module "idiomorph" {
  interface Callbacks {
    beforeNodeMorphed?: (old: Node, now: Node) => boolean;
    beforeAttributeUpdated?: (name: string) => boolean;
    beforeNodeRemoved?: (old: Node) => boolean;
  }
  export const Idiomorph: {
    morph(
      target: Element,
      content: unknown,
      options: { morphStyle: "innerHTML" | "outerHTML"; callbacks?: Callbacks },
    ): unknown;
  };
}
