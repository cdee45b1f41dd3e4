// Follows work that is done beside the page, and shows the page anew when it is done.
// Without this file the link beside the bar does the same.

const waiting = document.querySelector("[data-progress]");
const [SOON, LATER] = [2000, 5000];

// Nothing to follow any more: signed out, or the work is gone.
class Ended extends Error {}

async function read() {
  const answer = await fetch(waiting.dataset.progress, { headers: { Accept: "application/json" } });
  if (answer.redirected || (answer.status >= 400 && answer.status < 500)) throw new Ended();
  return answer.json();
}

async function look() {
  try {
    const { drawn, ready } = await read();
    if (ready) {
      location.reload();
      return;
    }
    waiting.querySelector("progress").value = drawn;
    setTimeout(look, SOON);
  } catch (error) {
    // The server may be starting anew, and takes up the work when it is asked again.
    if (!(error instanceof Ended)) setTimeout(look, LATER);
  }
}

if (waiting) setTimeout(look, SOON);
