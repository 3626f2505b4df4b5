export default (place) => {
  (window[place.name] ??= []).push(place);
  return () => window[place.name].push({ parentElement: place.parentElement });
};
