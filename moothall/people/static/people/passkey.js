// The button that makes a passkey; without JavaScript the page offers a password.
allauth.webauthn.forms.signupForm({
  ids: { signup: "make_passkey", credential: "id_credential", data: "js_data" },
});

// Say in words that it did not work; otherwise nothing would be seen to happen.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-trouble").hidden = false;
});
