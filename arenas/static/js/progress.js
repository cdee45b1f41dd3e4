// Follows work that is done beside the page, and shows the page anew when it is done.
// Without this file the link beside the bar does the same.

let waiting = null;
const [SOON, LATER] = [2000, 5000];

// Nothing to follow any more: signed out, or the work is gone.
class Ended extends Error {}

async function read(mine) {
  const answer = await fetch(mine.dataset.progress, { headers: { Accept: "application/json" } });
  if (answer.redirected || (answer.status >= 400 && answer.status < 500)) throw new Ended();
  return answer.json();
}

async function look(mine) {
  try {
    const { drawn, ready } = await read(mine);
    if (mine !== waiting) return;
    if (ready) {
      location.reload();
      return;
    }
    mine.querySelector("progress").value = drawn;
    setTimeout(look, SOON, mine);
  } catch (error) {
    // The server may be starting anew, and takes up the work when it is asked again.
    if (!(error instanceof Ended) && mine === waiting) setTimeout(look, LATER, mine);
  }
}

// Another view in the page's place may wait for something else, or for nothing.
function follow() {
  waiting = document.querySelector("[data-progress]");
  if (waiting) setTimeout(look, SOON, waiting);
}

document.addEventListener("view", follow);
follow();
