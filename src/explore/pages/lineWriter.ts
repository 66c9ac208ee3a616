/** What stands where on a plot. */
interface Window {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a line needs of a canvas. */
interface Pen {
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  stroke(): void;
}

/** Pixels by which a line may miss a value: nobody sees them. */
const tolerance = 0.25;

/**
 * Draws curves into a box of a canvas; what has no place on the axis is a gap. Points that lie on the line between
 * others, a quarter of a pixel more or less, are passed over: most of the time of a thousand curves is that of their
 * lines.
 */
export function lineWriter(
  context: Pen,
  box: Box,
  { left, right, low, high, isLog }: Window,
): (x: Float64Array, y: Float64Array) => void {
  const toY = isLog ? Math.log10 : (value: number) => value;
  const top = toY(high);
  const [scaleX, scaleY] = [box.width / (right - left), box.height / (top - toY(low))];
  return (x, y) => {
    context.beginPath();
    let isDown = false;
    let isAlone = false;
    // The last point that was drawn, and the one after it that may be passed over.
    let lastX = 0;
    let lastY = 0;
    let nextX = 0;
    let nextY = 0;
    let isWaiting = false;
    // Slopes of the lines from the last point that pass all points since then.
    let least = -Infinity;
    let most = Infinity;
    const start = (across: number, down: number) => {
      lastX = across;
      lastY = down;
      least = -Infinity;
      most = Infinity;
    };
    const end = () => {
      if (isWaiting) context.lineTo(nextX, nextY);
      // A single value is a dot.
      else if (isAlone) context.lineTo(lastX + 0.01, lastY);
      isWaiting = false;
    };
    for (let i = 0; i < x.length; i++) {
      const value = y[i];
      if (!Number.isFinite(value) || (isLog && value <= 0)) {
        if (isDown) end();
        isDown = false;
        continue;
      }
      const across = box.left + (x[i] - left) * scaleX;
      const down = box.top + (top - toY(value)) * scaleY;
      if (!isDown) {
        context.moveTo(across, down);
        start(across, down);
        isAlone = isDown = true;
        continue;
      }
      if (isWaiting) {
        const slope = (down - lastY) / (across - lastX);
        if (!(slope >= least && slope <= most)) {
          context.lineTo(nextX, nextY);
          start(nextX, nextY);
        }
      }
      isAlone = false;
      const far = across - lastX;
      if (far > 0) {
        least = Math.max(least, (down - tolerance - lastY) / far);
        most = Math.min(most, (down + tolerance - lastY) / far);
        nextX = across;
        nextY = down;
        isWaiting = true;
      } else {
        context.lineTo(across, down);
        start(across, down);
        isWaiting = false;
      }
    }
    if (isDown) end();
    context.stroke();
  };
}
