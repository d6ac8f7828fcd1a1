// A real SAML identity provider for tests, on loopback: npm's samlify, with a login page that asks for a name.
// usage: node saml.mjs PORT ACS ENTITY_ID KEY_FILE CERTIFICATE_FILE; people come as JSON on standard input.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import samlify from "samlify";

const [port, acs, audience, keyFile, certificateFile] = process.argv.slice(2);
const people = JSON.parse(readFileSync(0, "utf8"));
const here = `http://127.0.0.1:${port}`;
const EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
const NAME = "http://schemas.microsoft.com/identity/claims/displayname";
const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

samlify.setSchemaValidator({ validate: async () => "the hall's own requests are believed here" });

const idp = samlify.IdentityProvider({
  entityID: `${here}/metadata`,
  privateKey: readFileSync(keyFile, "utf8"),
  signingCert: readFileSync(certificateFile, "utf8"),
  isAssertionEncrypted: false,
  nameIDFormat: [PERSISTENT],
  requestSignatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  singleSignOnService: [{ Binding: samlify.Constants.namespace.binding.redirect, Location: `${here}/login` }],
  loginResponseTemplate: {
    context: samlify.SamlLib.defaultLoginResponseTemplate.context,
    attributes: [
      { name: EMAIL, valueTag: "email", nameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:uri", valueXsiType: "xs:string" },
      { name: NAME, valueTag: "name", nameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:uri", valueXsiType: "xs:string" },
    ],
  },
});
const sp = samlify.ServiceProvider({
  entityID: audience,
  wantAssertionsSigned: true,
  assertionConsumerService: [{ Binding: samlify.Constants.namespace.binding.post, Location: acs }],
});

const authnStatement = (index) =>
  `<saml:AuthnStatement AuthnInstant="${new Date().toISOString()}" SessionIndex="${index}"><saml:AuthnContext>` +
  "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>" +
  "</saml:AuthnContext></saml:AuthnStatement>";

function filled(template, request, who) {
  const now = new Date();
  const later = new Date(now.getTime() + 5 * 60_000).toISOString();
  const id = `_${randomUUID()}`;
  const tags = {
    ID: id,
    AssertionID: `_${randomUUID()}`,
    Destination: acs,
    Audience: audience,
    SubjectRecipient: acs,
    NameIDFormat: PERSISTENT,
    NameID: who,
    Issuer: idp.entityMeta.getEntityID(),
    IssueInstant: now.toISOString(),
    ConditionsNotBefore: new Date(now.getTime() - 5_000).toISOString(),
    ConditionsNotOnOrAfter: later,
    SubjectConfirmationDataNotOnOrAfter: later,
    InResponseTo: request,
    StatusCode: "urn:oasis:names:tc:SAML:2.0:status:Success",
    attrEmail: people[who].email,
    attrName: people[who].name,
  };
  const stated = template.replace("{AuthnStatement}", authnStatement(id));
  return { id, context: samlify.SamlLib.replaceTagsByValue(stated, tags) };
}

createServer(async (request, response) => {
  const url = new URL(request.url, here);
  const answer = (type, body) => response.writeHead(200, { "Content-Type": type }).end(body);
  if (url.pathname === "/metadata") return answer("application/xml", idp.getMetadata());
  const query = Object.fromEntries(url.searchParams);
  if (request.method === "GET") {
    return answer("text/html", `<!DOCTYPE html><html lang="en"><title>Sign in</title><h1>Harrowby accounts</h1>
      <form method="post"><label>Name <input name="who"></label><button>Sign in</button></form>`);
  }
  let body = "";
  for await (const part of request) body += part;
  const who = new URLSearchParams(body).get("who");
  const asked = await idp.parseLoginRequest(sp, "redirect", { query });
  const made = await idp.createLoginResponse(sp, asked, "post", { email: people[who].email }, (template) =>
    filled(template, asked.extract.request.id, who),
  );
  return answer("text/html", `<!DOCTYPE html><html lang="en"><title>Back</title><form method="post" action="${acs}">
    <input type="hidden" name="SAMLResponse" value="${made.context}"><button>Go back to the hall</button></form>`);
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
