// A real OpenID Connect provider for tests, on loopback: npm's oidc-provider, with a login page that asks for a name.
// usage: node oidc.mjs PORT CALLBACK; people come as JSON on standard input.

import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const [port, callback] = process.argv.slice(2);
const people = JSON.parse(readFileSync(0, "utf8"));
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "moothall",
      client_secret: "only-for-tests-only-for-tests-only",
      redirect_uris: [callback],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub", "oid", "hd"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  conformIdTokenClaims: process.env.SHORT_TOKENS === "yes",
  pkce: { required: () => true },
  cookies: { keys: ["only-for-tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

provider.use(async (context, next) => {
  const [, page, uid, act] = context.path.split("/");
  if (page !== "login") return next();
  if (context.method === "GET") {
    context.type = "html";
    context.body = `<!DOCTYPE html><html lang="en"><title>Sign in</title><h1>Harrowby accounts</h1>
      <form method="post" action="/login/${uid}/in"><label>Name <input name="who"></label><button>Sign in</button></form>
      <form method="post" action="/login/${uid}/cancel"><button>Cancel</button></form>`;
    return undefined;
  }
  let body = "";
  for await (const part of context.req) body += part;
  const result =
    act === "in"
      ? { login: { accountId: new URLSearchParams(body).get("who"), remember: false } }
      : { error: "access_denied", error_description: "the person stopped" };
  await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: false });
  context.respond = false;
  return undefined;
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
