/** Vue: the age screen as a component, `<AgeScreen :screen="screen" />`; `@state` tells of each change. */
import { defineComponent, h, onBeforeUnmount, onMounted, type PropType, ref } from "vue";
import type { AgeState, AgeScreen as Screen } from "../age/age-screen.ts";
import { type AgeTexts, mountAgeScreen } from "../age/mount-age-screen.ts";

export const AgeScreen = defineComponent({
  name: "AgeScreen",
  props: {
    screen: { type: Object as PropType<Screen>, required: true },
    texts: { type: Object as PropType<AgeTexts>, default: undefined },
  },
  emits: { state: (_state: AgeState) => true },
  setup(props, { emit }) {
    const host = ref<HTMLElement | null>(null);
    const ends: (() => void)[] = [];
    onMounted(() => {
      if (host.value !== null) ends.push(mountAgeScreen(host.value, props.screen, props.texts));
      ends.push(props.screen.subscribe((state) => emit("state", state)));
    });
    onBeforeUnmount(() => {
      for (const end of ends) end();
    });
    return () => h("div", { ref: host });
  },
});
