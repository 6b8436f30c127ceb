// A page, bundled by Vite.

import { createVerifier, TokenError } from "portcullis";

import sample from "./sample.json";
import { verifyOne } from "./verify.mjs";

document.title = await verifyOne({ createVerifier, TokenError }, sample);
