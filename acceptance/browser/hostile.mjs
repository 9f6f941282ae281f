/** A name that becomes a part of the page if it is not escaped. */
export const HOSTILE = `"><script>document.title="hit"</script><img src=x onerror=alert(1)>`;
