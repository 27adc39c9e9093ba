// A receiver of prompts in another language: checks the signature, keeps each message once, and shows what it ends with.
//   npm install standardwebhooks && SECRET=whsec_… node receiver.mjs [PORT]
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const secret = process.env.SECRET ?? "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const port = Number(process.argv[2] ?? 8099);
const [seen, stands] = [new Set(), new Map()];

createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  try {
    new Webhook(secret).verify(body, request.headers);
  } catch (fault) {
    console.log(`refused: ${fault.message}`);
    return response.writeHead(401).end();
  }
  const id = request.headers["webhook-id"];
  if (!seen.has(id)) {
    seen.add(id);
    const { type, data } = JSON.parse(body);
    for (const action of data.actions) {
      const key = `${data.owner} ${action.id}`;
      if (type === "nba.prompt.gone") stands.delete(key);
      else if (type !== "nba.prompt.digest") stands.set(key, action.title);
      console.log(`${type.replace("nba.prompt.", "")}  ${data.owner}  ${action.customer}  ${action.title}${data.why ? `  (${data.why})` : ""}`);
    }
    console.log(`${stands.size} stand`);
  }
  response.writeHead(204).end();
}).listen(port, "127.0.0.1", () => console.log(`receiving at http://127.0.0.1:${port}`));
