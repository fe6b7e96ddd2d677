/** Signing in: a token, or a code from a link's fragment, is exchanged for a cookie that no script can read. */

import './theme.js';

const SESSION = '/api/v1/session';
/** A link made by `almanac token link`: its code stands behind the #, which browsers keep to themselves. */
const CODE = /^#(almc_[\w-]+)$/;

/**
 * @param {{token: string}|{code: string}} proof
 * @returns {Promise<string|null>} what went wrong; null where nothing did
 */
async function signIn(proof) {
    /** @type {Response} */
    let response;
    try {
        response = await fetch(SESSION, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(proof), cache: 'no-store' });
    } catch {
        return 'The server does not answer.';
    }
    if (response.ok) return null;
    const problem = await response.json().catch(() => ({}));
    return problem.detail ?? `The server answered with status ${response.status}.`;
}

/** Goes on to where the browser was: this page stands in for whatever it asked for. */
function goOn() {
    if (location.pathname === '/login') location.replace('/');
    else location.reload();
}

const loginForm = /** @type {HTMLFormElement} */ (document.getElementById('login'));
const loginToken = /** @type {HTMLInputElement} */ (document.getElementById('token'));
const loginFault = /** @type {HTMLElement} */ (document.getElementById('login-fault'));

/** @param {{token: string}|{code: string}} proof */
async function tryToSignIn(proof) {
    loginForm.setAttribute('aria-busy', 'true');
    loginFault.hidden = true;
    const fault = await signIn(proof);
    if (fault === null) return goOn();
    loginForm.removeAttribute('aria-busy');
    loginFault.textContent = fault;
    loginFault.hidden = false;
    loginToken.select();
    return loginToken.focus();
}

loginForm.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    const token = loginToken.value.trim();
    if (token) void tryToSignIn({ token });
    else loginToken.focus();
});

const code = CODE.exec(location.hash)?.[1];
if (code) {
    // Out of the history before anything else.
    history.replaceState(null, '', location.pathname);
    void tryToSignIn({ code });
} else {
    loginToken.focus();
}
