/** What people write in Spanish. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "datos|cuenta|información|perfil|registros|informacion|historial";
const ERASE =
  "borrar|borren|borre|borrado|eliminar|eliminen|elimine|eliminación|supresión|suprimir|supriman|suprima|cancelación|borrad|elimina|borra|destruir";
const CHILD = "hijo|hija|hijos|niño|niña|nieto|nieta";

export const spanish: PhraseTable = {
  language: "es",
  common: "el los las y que en mi mis por para con una su sus hola gracias no es me se del buenos días favor",
  negations: "no nunca jamás",
  asking: ["cómo puedo|se|podría|elimino|borro|hago", "puedo", "es posible", "qué pasa", "dónde puedo", "por+qué"],
  telling: [
    "por error",
    "recuperar|restaurar",
    "fue|fueron|ha+sido|han+sido … eliminad*|borrad*",
    "he borrado|eliminado",
  ],
  rights: {
    access: [
      [
        1,
        `saber|conocer|consultar|ver|obtener|acceder|comunic* & ficha|expediente|datos|información & mi|mis|mí|sobre+mí`,
      ],
      [
        1,
        `qué|cuáles|todo|toda|todos|copia|si|cuál & tien*|tenéis|tenga*|guard*|almacen*|conserv*|dispon*|pose*|trat*|saben|sabéis|recog* & mí|mi+persona|sobre+mí|mi+nombre|mis`,
      ],
      [1, "derecho+de+acceso|derecho+a+acceder|solicitud+de+acceso"],
      [1, "copia|listado|informe|lista … de … mis|datos|información|todo … personales|datos|sobre+mí|tienen|mi|mis"],
      [
        1,
        "qué|cuáles|todos|toda|todo … datos|información|saben … tienen|tenéis|tiene|guardan|almacenan|poseen|conservan|disponen|sobre+mí|sobre+mi|saben",
      ],
      [1, "qué … saben|sabéis|sabe|guardan … de|sobre mí"],
      [1, "acceder|acceso … a … mis|los datos|información"],
      [
        1,
        "enviarme|envíenme|facilitarme|facilítenme|mándenme|obtener|conocer|recibir … datos|información … tienen|mí|personales|mis|disponen",
      ],
      [1, "a+quién|con+quién … mis datos … compartid*|cedid*|vendid*|comunicad*"],
    ],
    rectification: [
      [
        1,
        `nombre|apellido*|dirección|teléfono|número|correo|fecha & no+es+mío|no+es+mi*|no+es+el+mío|no+es+la+mía|no+es+correct*`,
      ],
      [
        1,
        `corrig*|correg*|rectific*|modific*|actualic*|actualiz*|equivocad*|incorrect*|mal & nombre|apellido*|dirección|domicilio|fecha|teléfono & mi|mis`,
      ],
      [1, "rectific*"],
      [
        1,
        "corregir|corrijan|corrija|modificar|modifiquen|cambiar|cambien|actualizar|actualicen|corrección … mi|mis|el|la|los … nombre|apellido*|dirección|fecha|datos|teléfono|correo|domicilio",
      ],
      [
        1,
        "nombre|apellido*|dirección|fecha|datos|teléfono … es|son|está|están … incorrect*|mal|equivocad*|erróne*|errone*|desactualizad*",
      ],
    ],
    erasure: [
      [1, `elimin*|borr*|desaparec*|quit* & rastro|huella|todo & mí|mi|mis|me`],
      [
        1,
        `desaparec*|fuera|sacar|saquen|quitar|quiten & datos|cuenta|información|perfil|fotos|ficha|web|página & mi|mis|me|mío`,
      ],
      [
        1,
        `elimin*|borr*|suprim*|supresión|quit*|destru*|cancelación & datos|cuenta|información|perfil|todo|toda|fotos|registros|ficha|historial & mi|mis|mío|mía|me|conmigo`,
      ],
      [1, `${ERASE} … mi|mis|todos|todas|toda|todo|los … ${DATA}|fotos`],
      [1, "derecho+al+olvido|derecho+de+supresión|derecho+de+cancelación|ser+olvidad*"],
      [1, `mi|mis … ${DATA} … borrad*|eliminad*|suprimid*|borren|eliminen`],
      [1, `${ERASE} … todo … lo+que|sobre|tienen`],
      [1, "eliminarme|bórrenme|borrarme|elimínenme|quítenme|sáquenme … base*|sistema*|registros|datos"],
      [1, "dar+de+baja|darme+de+baja|baja … mi|de … cuenta"],
      [0.6, "cerrar|cancelar|cierren|cancelen … mi|la cuenta"],
    ],
    restriction: [
      [1, `hasta|mientras & no|solo|sólo & us*|utilic*|trat*|toqu*|conserv* & datos|información|cuenta`],
      [1, "limitación … tratamiento|datos"],
      [1, "limitar|limiten|bloquear|bloqueen|suspender|suspendan|congelar|congelen … tratamiento|uso|datos"],
    ],
    portability: [
      [
        1,
        `llev*|recibir|env*|export*|descarg* & csv|json|xml|formato|legible|otro+servicio & datos|historial|pedidos|listas|todo|información`,
      ],
      [1, "portabilidad"],
      [1, "datos … formato … estructurado|legible|máquina|csv|json"],
      [1, "transferir|transmitir|transfieran|traspasar|enviar … mis datos … a … otro|otra|nuevo|nueva"],
    ],
    objection: [
      [1, `no|opongo & perfil*|analic*|analiz*|rastre* & hag*|cre*|quiero|mis`],
      [1, `opongo|oponerme|oposición|no+quiero|no+autorizo & mis|mi & datos|información|perfil`],
      [1, "derecho+de+oposición"],
      [1, "me+opongo|oponerme|oposición|opongo … tratamiento|uso|marketing|perfiles|publicidad|datos"],
      [1, "dejen|dejar|cesen|paren … de … tratar|usar|utilizar|procesar … mis|datos"],
      [1, "no … quiero|deseo|autorizo|acepto … que … mis|usen|utilicen|traten … datos"],
    ],
    "human-review": [
      [1, "decisión|rechaz*|denegad* … automatizad*|automátic*|algoritmo|máquina|ordenador"],
      [1, "automatizad*|automátic*|algoritmo … decisión|rechaz*|denegad*"],
      [1, "intervención+humana|persona|humano … revis*|reconsider*"],
    ],
    "consent-withdrawal": [
      [1, "retirar|retiro|revocar|revoco|retirada|revocación|anular … mi|el|del … consentimiento|autorización|permiso"],
    ],
    "opt-out-of-sale": [[1, "no|dejen|prohíbo|opongo … vend*|venta|ceder|cedan|compartan … mis|datos|información"]],
    "shine-the-light": [[1, "terceros … marketing+directo|mercadotecnia … california|divulgad*|compartid*"]],
    child: [
      [
        1,
        `~ mi|mis|nuestro|nuestra & hijo|hija|hijos|niño|niña|gemelos & cinco|seis|siete|ocho|nueve|diez|once|doce|5|6|7|8|9|10|11|12|menor & cuenta|perfil|aplicación|app|registr*|web|página`,
      ],
      [
        1,
        `mi|nuestro|nuestra & hijo|hija|niño|niña & sin+nuestro|sin+mi|no+autoric*|nunca+di|sin+permiso|a+escondidas`,
      ],
      [1, `mi|mis|nuestro|nuestra … ${CHILD} … cuenta|datos|registr*|perfil|menor|fotos`],
      [1, `cuenta|datos|perfil … de … mi|nuestro|nuestra ${CHILD}`],
      [1, "como … padre|madre|tutor*|representante+legal"],
    ],
    complaint: [
      [
        1,
        `escrito|pedí|pedido|solicité|solicitado|correo|correos|carta|solicitud & nadie|nunca|no|sin|ninguna & respuesta|respondido|responde|contestado|contesta|caso & datos|información|acceso|supresión|copia|ficha|rgpd`,
      ],
      [
        1,
        `indignad*|inaceptable|molest*|descontent*|decepcionad*|enfadad* & datos|información|solicitud & trat*|gestion*|forma|manera|usa*`,
      ],
      [
        1,
        "reclamación|denuncia|queja|denunciar|reclamar|denunciaré … aepd|agencia|autoridad|protección+de+datos|rgpd|datos",
      ],
      [1, "aepd|agencia+española … denuncia|reclamación|queja|acudir|acudiré"],
      [1, "vulner*|infrac*|incumpl* … rgpd|mis+derechos|privacidad|datos"],
      [0.6, "queja|reclamación"],
    ],
    unsubscribe: [
      [1, `no & más & publicidad|correo*|email*|mensaj*|boletín|boletines|newsletter|promocion*|oferta*`],
      [1, `quit*|sac*|elimin*|borr*|baja & lista|boletín|newsletter|suscripción|mailing & me|mi|darme`],
      [
        1,
        "darme+de+baja|dar+de+baja|denme+de+baja|dadme+de+baja|baja … newsletter|boletín|lista|correos|suscripción|emails|publicidad",
      ],
      [
        1,
        "no … quiero|deseo … recibir|más|reciba … correos|emails|publicidad|mensajes|newsletter|boletín|promociones|mails",
      ],
      [1, "dejen|deja|paren|dejad … de … enviar*|mandar*|escribir*|molestar*|spam"],
      [1, "cancelar|anular … suscripción|boletín|newsletter"],
      [1, "desuscrib*|cancelar+suscripción|quítenme+de+la+lista|no+me+envíen|no+me+manden"],
    ],
  },
  unspecified: [
    [0.6, "rgpd|lopd|lopdgdd … solicitud|derechos|derecho|ejerc*"],
    [0.6, "ejercer|ejercicio … mis|mi|de … derechos|derecho|arco"],
    [0.6, "protección+de+datos … solicitud|consulta|delegad*"],
  ],
  autoReply: [
    "respuesta automática",
    "fuera de … oficina",
    "ausente|ausencia … oficina",
    "de vacaciones",
    "mensaje+automático|acuse+de+recibo",
  ],
  spam: [
    "posicionamiento|seo|backlinks",
    "préstamo*|crédito+rápido",
    "casino|bitcoin|cripto*",
    "ganador|premio|lotería|herencia",
    "diseño+web|página+web+nueva",
    "presupuesto+gratis|auditoría+gratuita",
  ],
};
