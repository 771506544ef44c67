/** A button that asks the device for a passkey: to sign in, to prove once more who one is, or to add one. */

type Json = Record<string, unknown>;

function bytes(text: unknown): ArrayBuffer {
  const plain = atob(String(text).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(known: unknown): PublicKeyCredentialDescriptor[] {
  return ((known ?? []) as Json[]).map((one) => ({ ...one, id: bytes(one["id"]) }) as PublicKeyCredentialDescriptor);
}

async function made(options: Json): Promise<Credential | null> {
  const user = options["user"] as Json;
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"]),
    user: { ...user, id: bytes(user["id"]) },
    excludeCredentials: withBytes(options["excludeCredentials"]),
    authenticatorSelection: {
      ...(options["authenticatorSelection"] as Json),
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  } as unknown as PublicKeyCredentialCreationOptions;
  return navigator.credentials.create({ publicKey });
}

async function shown(options: Json): Promise<Credential | null> {
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"]),
    allowCredentials: withBytes(options["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
  return navigator.credentials.get({ publicKey });
}

function signed(answer: AuthenticatorAssertionResponse): Json {
  return {
    authenticatorData: text(answer.authenticatorData),
    signature: text(answer.signature),
    userHandle: text(answer.userHandle),
  };
}

function asJson(credential: PublicKeyCredential): Json {
  const answer = credential.response;
  const response =
    answer instanceof AuthenticatorAttestationResponse
      ? { attestationObject: text(answer.attestationObject), transports: answer.getTransports() }
      : signed(answer as AuthenticatorAssertionResponse);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(answer.clientDataJSON), ...response },
  };
}

type Said = "cannot" | "waiting" | "nothing" | "known" | "number";

function reason(problem: unknown): Said {
  const name = problem instanceof DOMException ? problem.name : "";
  return name === "InvalidStateError" ? "known" : name === "SecurityError" ? "number" : "nothing";
}

class Passkey extends HTMLElement {
  private readonly button = this.querySelector("button");
  private readonly said = this.querySelector<HTMLElement>("[role=status]");

  connectedCallback(): void {
    if (!("PublicKeyCredential" in window)) this.say("cannot");
    this.button?.addEventListener("click", (event) => {
      event.preventDefault();
      void this.ask();
    });
  }

  private async ask(): Promise<void> {
    const form = this.closest("form");
    if (!form?.reportValidity() || this.isBusy) return;
    this.busy(true);
    try {
      this.hand(form, await this.fromDevice(await this.options(form)));
    } catch (problem) {
      this.busy(false);
      this.say(reason(problem));
    }
  }

  private get isBusy(): boolean {
    return this.button?.getAttribute("aria-busy") === "true";
  }

  private busy(is: boolean): void {
    this.button?.setAttribute("aria-busy", String(is));
    if (is) this.say("waiting");
  }

  private hand(form: HTMLFormElement, credential: Credential | null): void {
    const field = form.querySelector<HTMLInputElement>("[name=credential]");
    if (!field || !(credential instanceof PublicKeyCredential)) throw new Error("no credential");
    field.value = JSON.stringify(asJson(credential));
    form.submit();
  }

  private async fromDevice(options: Json): Promise<Credential | null> {
    const creation = options["creation_options"] as Json | undefined;
    if (creation) return made(creation["publicKey"] as Json);
    return shown((options["request_options"] as Json)["publicKey"] as Json);
  }

  private async options(form: HTMLFormElement): Promise<Json> {
    const source = document.getElementById(this.dataset["options"] ?? "");
    if (source) return JSON.parse(source.textContent) as Json;
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`no challenge: ${String(answer.status)}`);
    return (await answer.json()) as Json;
  }

  private say(what: Said): void {
    if (this.said) this.said.textContent = this.dataset[what] ?? "";
    if (what === "cannot") this.button?.setAttribute("aria-disabled", "true");
  }
}

customElements.define("th-passkey", Passkey);
