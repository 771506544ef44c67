import tseslint from "typescript-eslint";

export default tseslint.config(...tseslint.configs.strict, {
  files: ["src/twinhelm/*/islands/**/*.ts"],
  rules: {
    "no-restricted-properties": ["error", { property: "innerHTML", message: "Text of others is never markup." }],
    "max-lines": ["error", 300],
    complexity: ["error", 8],
  },
});
