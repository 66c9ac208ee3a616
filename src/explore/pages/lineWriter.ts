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

/** Draws curves into a box of a canvas; what has no place on the axis is a gap. */
export function lineWriter(
  context: CanvasRenderingContext2D,
  box: Box,
  { left, right, low, high, isLog }: Window,
): (x: Float64Array, y: Float64Array) => void {
  const toY = isLog ? Math.log10 : (value: number) => value;
  const top = toY(high);
  const [scaleX, scaleY] = [box.width / (right - left), box.height / (top - toY(low))];
  return (x, y) => {
    context.beginPath();
    let isDown = false;
    for (let i = 0; i < x.length; i++) {
      const value = y[i];
      if (!Number.isFinite(value) || (isLog && value <= 0)) {
        isDown = false;
        continue;
      }
      const across = box.left + (x[i] - left) * scaleX;
      const down = box.top + (top - toY(value)) * scaleY;
      if (!isDown) context.moveTo(across, down);
      // A single value is a dot.
      context.lineTo(isDown ? across : across + 0.01, down);
      isDown = true;
    }
    context.stroke();
  };
}
