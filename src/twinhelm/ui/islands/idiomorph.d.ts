declare module "idiomorph" {
  export const Idiomorph: {
    morph(target: Element, content: unknown, options: { morphStyle: "innerHTML" | "outerHTML" }): unknown;
  };
}
