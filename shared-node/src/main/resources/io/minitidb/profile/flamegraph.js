// A click on a frame makes it as wide as the picture, a click on the lowest one shows everything again.
// Typing a word marks the frames whose name has it; Escape takes the marks away.
(function () {
  var svg = document.currentScript ? document.currentScript.ownerSVGElement : document.documentElement;
  var frames = Array.prototype.slice.call(svg.querySelectorAll('g.frame'));
  var note = svg.querySelector('#note');
  var told = note.textContent;
  var word = '';
  var full = Number(svg.dataset.width);

  function number(frame, name) { return Number(frame.dataset[name]); }

  function place(frame, x, width) {
    var box = frame.querySelector('rect'), text = frame.querySelector('text');
    frame.style.display = width < 0.5 ? 'none' : '';
    box.setAttribute('x', x);
    box.setAttribute('width', Math.max(0, width - 0.5));
    text.setAttribute('x', x + 3);
    var room = Math.floor((width - 6) / 6.6), name = frame.dataset.name;
    if (name.length > room) { name = name.replace(/^(?:[a-z_0-9]+\.)+(?=[A-Z])/, ''); }
    text.textContent = room < 3 ? '' : name.length <= room ? name : name.slice(0, room - 2) + '..';
  }

  function zoom(to) {
    var left = number(to, 'x'), width = number(to, 'w'), depth = number(to, 'd');
    frames.forEach(function (frame) {
      var x = number(frame, 'x'), w = number(frame, 'w');
      if (number(frame, 'd') < depth) {
        var around = x <= left + 0.01 && x + w >= left + width - 0.01;
        place(frame, 0, around ? full : 0);
      } else {
        var inside = x >= left - 0.01 && x + w <= left + width + 0.01;
        place(frame, (x - left) / width * full, inside ? w / width * full : 0);
      }
    });
  }

  function mark() {
    frames.forEach(function (frame) {
      var found = word && frame.dataset.name.toLowerCase().indexOf(word) >= 0;
      frame.querySelector('rect').setAttribute('stroke', found ? '#0000cc' : 'none');
    });
    note.textContent = word ? 'marked: ' + word : told;
  }

  frames.forEach(function (frame) { frame.addEventListener('click', function () { zoom(frame); }); });
  window.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') { word = ''; }
    else if (event.key === 'Backspace') { word = word.slice(0, -1); }
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) { word += event.key.toLowerCase(); }
    else { return; }
    mark();
  });
})();
