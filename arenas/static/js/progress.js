// Follows work that is done beside the page, and shows the page anew when it is done.
// Without this file the link beside the bar does the same.

const waiting = document.querySelector("[data-progress]");

async function look() {
  const bar = waiting.querySelector("progress");
  const answer = await fetch(waiting.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { drawn, ready } = await answer.json();
  if (ready) {
    location.reload();
    return;
  }
  bar.value = drawn;
  setTimeout(look, 2000);
}

if (waiting) setTimeout(look, 2000);
