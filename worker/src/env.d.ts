declare module "cloudflare:workers" {
  /**
   * The worker's variables; a JSON variable in the wrangler file arrives parsed, a text one as
   * text.
   */
  export const env: { readonly POLICY?: import("portcullis/edge").GatePolicy | string };
}
