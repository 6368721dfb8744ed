return { disabled = true }
